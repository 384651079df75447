// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {CreateParams} from "../../../contracts/interfaces/ILeveragedTokenFactory.sol";
import {MarketConfig} from "../../../contracts/mocks/venue/VenueState.sol";
import {Phase} from "../../../contracts/types/Token.sol";
import {Artifacts} from "./Artifacts.sol";
import {CollateralUnderTest} from "./CollateralUnderTest.sol";
import {Fault, IFaultyVenue} from "./Fault.sol";
import {Population} from "./Population.sol";
import {Sight, Sights} from "./Sight.sol";
import {Tally} from "./Tally.sol";
import {ITraderUnderTest} from "./ITraderUnderTest.sol";
import {VM} from "./IVm.sol";

/// @title World
/// @notice One exchange, its markets and tokens, and everybody there is: what all handlers of a suite act upon. Its tokens
/// are at the exchange itself or at a venue with one fault before it. It is the governor, owns the feeds, and keeps the books no contract keeps: who there is, what was made and what was given away.
contract World is Population {
    using Sights for Sight;

    /// @dev {1} How far a late mark is behind the index at most, WAD.
    int256 private constant MOST_LATE = 0.02e18;
    /// @dev {collateral, whole units} What each account of a kind venue has to be kind with.
    uint256 private constant KINDNESS = 50_000_000;

    Tally public immutable tally;
    Fault public immutable fault;
    /// @notice Where the tokens have their accounts.
    IFaultyVenue public immutable front;
    /// @notice Actions so far. What is dear to check is checked in turns: of one token or market after each action.
    uint256 public turn;
    /// @notice {collateral} All there ever was.
    uint256 public issued;
    /// @notice {collateral} Sent to the venue without being asked for.
    uint256 public donated;
    /// @notice {collateral} Sent to others likewise.
    mapping(address place => uint256) public givenTo;
    /// @notice {share} Supply of a settled token after the last action, and one.
    mapping(ILeveragedToken token => uint256) public settledSupply;
    /// @notice Whether the collateral refuses to move to somebody.
    mapping(address who => bool) public isBlocked;
    /// @notice Whether a feed was killed and not revived.
    mapping(uint256 market => bool) public isDead;
    /// @notice {usd/base, 8 decimals} The last true price.
    mapping(uint256 market => int256) public lastAnswer;

    constructor(Fault fault_) {
        tally = new Tally();
        deploySystem(address(new CollateralUnderTest()));
        unit = 1e18 / dollar;
        fault = fault_;
        front = IFaultyVenue(fault == Fault.None ? address(venue) : _deployFront());
        for (uint256 i = 0; i < 4; ++i) {
            _traders.push(ITraderUnderTest(Artifacts.deploy("MockTrader.sol:MockTrader", abi.encode(venue))));
        }
        for (uint256 i = 0; i < PROVIDERS; ++i) {
            _approve(provider(i), address(venue));
        }
        _approve(ATTACKER, address(venue));
        _approve(address(this), address(venue));
    }

    // ---------------------------------------------------------------- building

    /// @notice Lists a market at `dollars` {usd/base, whole} and `depth` {usd, whole}.
    function list(string calldata name, uint256 dollars, uint40 depth) external {
        MarketConfig memory config = defaultMarket();
        config.depth = depth;
        config.openInterestCap = depth / 10;
        lastAnswer[markets.length] = int256(dollars * 1e8);
        bytes32 id = addMarket(name, dollars, config).id;
        if (fault != Fault.None) factory.allowMarket(front, id, name);
    }

    /// @notice Creates a token that trades at most `maxTrade` {whole usd} at once, and approves it for everybody.
    function create(uint256 market, int256 leverage, uint64 maxTrade) external returns (ILeveragedToken token) {
        CreateParams memory params = defaultToken(markets[market].id, leverage);
        params.venue = front;
        params.limits.maxTrade = maxTrade;
        // A fund of nearly no leverage could take more than there is money in the world.
        params.limits.capacity = 1_000_000_000;
        token = addToken(params);
        _tokens.push(token);
        for (uint256 i = 0; i < HOLDERS; ++i) {
            _approve(holder(i), address(token));
        }
        _approve(ATTACKER, address(token));
        if (fault == Fault.Kind) issue(address(token.account()), KINDNESS * dollar);
    }

    /// @notice The first money: the pool's, insurance's, and some holders'.
    function seed() external {
        issue(address(this), 50_100_000 * dollar);
        venue.fundInsurance(100_000 * dollar);
        collateral.transfer(provider(0), 50_000_000 * dollar);
        VM.prank(provider(0));
        venue.depositLiquidity(50_000_000 * dollar);
        for (uint256 i = 0; i < _tokens.length; ++i) {
            issue(holder(i), 50_000 * dollar);
            VM.prank(holder(i));
            _tokens[i].deposit(50_000 * dollar, holder(i));
        }
    }

    /// @notice Makes `amount` {collateral} for `to`.
    function issue(address to, uint256 amount) public {
        issued += amount;
        collateral.mint(to, amount);
    }

    // ---------------------------------------------------------------- acting

    /// @notice Calls `target` as the governor.
    function govern(address target, bytes calldata data) external returns (bool ok, bytes memory result) {
        return target.call(data);
    }

    /// @notice Publishes what is no price, until the feed is repeated or a price is published.
    function kill(uint256 market, int256 answer, uint256 updatedAt, bool failed) external {
        isDead[market] = true;
        markets[market].feed.setRound(answer, updatedAt, updatedAt);
        markets[market].feed.setFailing(failed);
    }

    /// @notice Publishes `answer` {usd/base, 8 decimals} as of now.
    function publish(uint256 market, int256 answer) public {
        isDead[market] = false;
        if (fault == Fault.LateMark) _followLate(lastAnswer[market], answer);
        lastAnswer[market] = answer;
        markets[market].feed.setFailing(false);
        markets[market].feed.setAnswer(answer);
    }

    /// @notice Publishes the last true price as of now.
    function repeat(uint256 market) external {
        publish(market, lastAnswer[market]);
    }

    /// @notice {s} Lets time pass.
    function wait_(uint256 elapsed) external {
        passSilently(elapsed);
    }

    /// @notice Lets a day pass; every feed that is not dead repeats its price.
    function nextDay() external {
        passSilently(1 days);
        for (uint256 i = 0; i < markets.length; ++i) {
            if (!isDead[i]) publish(i, lastAnswer[i]);
        }
    }

    /// @notice Plays the exchange's part.
    function play(uint256 market, bool halted, bool failing_, uint24 spreadPpm) public {
        failing[markets[market].id] = failing_;
        venue.setScenario(markets[market].id, halted, failing_, spreadPpm);
    }

    /// @notice Lets the collateral refuse to move to `who`, or move again.
    function block_(address who, bool blocked) public {
        isBlocked[who] = blocked;
        CollateralUnderTest(address(collateral)).setBlocked(who, blocked);
    }

    /// @notice Where `who` can be paid.
    function payeeOf(address who) external view returns (address) {
        return isBlocked[who] ? address(this) : who;
    }

    /// @notice Every market and feed back to work, everybody payable, and nothing refused any more.
    function recoverAll() external {
        if (fault == Fault.Moody) front.setRefusing(false);
        if (fault == Fault.Partial) front.setPieces(0, 1e18);
        block_(COLLECTOR, false);
        block_(KEEPER, false);
        for (uint256 i = 0; i < markets.length; ++i) {
            play(i, false, false, 0);
            publish(i, lastAnswer[i]);
        }
    }

    function donate(address to, uint256 amount) external {
        issued += amount;
        if (to == address(venue)) donated += amount;
        else givenTo[to] += amount;
        collateral.mint(to, amount);
    }

    // ---------------------------------------------------------------- counting

    function did(bytes32 name) public {
        tally.add(name);
    }

    /// @notice Counts, after every action, which states one token is in, another one each time.
    function observe() external {
        ++turn;
        for (uint256 i = 0; i < _tokens.length; ++i) {
            if (_tokens[i].state().phase == Phase.Settled) settledSupply[_tokens[i]] = _tokens[i].totalSupply() + 1;
        }
        Sight memory s = look(_tokens[turn % _tokens.length]);
        if (s.paused) did("state:paused");
        if (s.minted == 0) did("state:empty fund");
        if (s.phase == Phase.Settled) did("state:Settled");
        if (s.phase == Phase.Unfinished) did("state:Unfinished");
        if (!s.priced) did("state:dead oracle");
        else if (s.position.halted) did("state:halted");
        if (isExpired(s.market)) did("state:expired");
        if (s.isWipedOut()) did("state:wiped out");
        if (s.priced && s.position.size != 0 && s.room.remainingProfit == 0) did("state:profit at its reserve");
        if (s.owed != 0) did("state:debts");
        if (s.isKnownBlocked()) did("state:blocked");
        if (s.refusing) did("state:refusing");
        if (s.index != s.position.price) did("state:mark behind");
    }

    function _lookBehind(Sight memory s) internal view override {
        s.fault = fault;
        if (fault == Fault.Dear || fault == Fault.Kind) s.markup = front.markup();
        else if (fault == Fault.Moody) s.refusing = front.isRefusing();
        else if (fault == Fault.LateMark && s.priced) s.index = uint256(lastAnswer[indexOf(s.market)]) * 1e10;
    }

    /// @dev The mark stays at the price before, if that is not too far away.
    function _followLate(int256 before, int256 answer) private {
        int256 most = (answer * MOST_LATE) / 1e18;
        if (before > answer + most) before = answer + most;
        if (before < answer - most) before = answer - most;
        front.setMark(uint256(before) * 1e10);
    }

    function _deployFront() private returns (address) {
        string[6] memory names = ["", "Dear", "Kind", "Moody", "Partial", "LateMark"];
        string memory name = string.concat(names[uint256(fault)], "Venue");
        // Those without a use for the unit do not read it.
        return Artifacts.deploy(string.concat(name, ".sol:", name), abi.encode(venue, unit));
    }

    function _approve(address owner, address spender) private {
        if (owner != address(this)) VM.prank(owner);
        collateral.approve(spender, type(uint256).max);
    }
}
