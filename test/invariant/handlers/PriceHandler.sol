// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {VenueScenario} from "../../../contracts/mocks/venue/VenueScenario.sol";
import {Sight, Sights} from "../base/Sight.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";
import {KeeperHandler} from "./KeeperHandler.sol";
import {VenueHandler} from "./VenueHandler.sol";

/// @title PriceHandler
/// @notice Prices that step, gap, crash and rally, as of now, and prices that go just where something happens.
contract PriceHandler is Handler {
    using Sights for Sight;

    KeeperHandler private immutable _keeper;
    VenueHandler private immutable _liquidators;

    constructor(World world_, KeeperHandler keeper, VenueHandler liquidators) Handler(world_) {
        _keeper = keeper;
        _liquidators = liquidators;
    }

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](5);
        names[0] = "price steps";
        names[1] = "price gaps";
        names[2] = "price crashes";
        names[3] = "price rallies";
        names[4] = "price meets a bound";
    }

    function step(uint256 market, uint256 change) external observed {
        _move(market, int256(_within(change, 0, 0.06e18)) - 0.03e18);
        world.did("price steps");
    }

    /// @dev Once in a while down to two fifths, beyond what any leverage above 1.67 survives, or up to threefold, which no
    /// reserve of one notional covers. Now and then keepers or liquidators are there at once.
    function gap(uint256 market, uint256 change, uint256 kind) external observed {
        kind %= 8;
        if (kind == 0) {
            _move(market, -0.6e18);
            world.did("price crashes");
            if (change % 3 == 0) _keeper.rebalance(0, true);
            if (change % 3 == 1) _liquidators.liquidate();
        } else if (kind < 3) {
            _move(market, int256(_within(change, 0.5e18, 2e18)));
            world.did("price rallies");
        } else {
            int256 by = int256(_within(change, 0.03e18, 0.2e18));
            _move(market, kind < 5 ? by : -by);
            world.did("price gaps");
            if (change % 2 == 0) _liquidators.liquidate();
        }
    }

    /// @dev Just past the price at which a token's leverage reaches a bound, or its account is liquidated.
    function meet(uint256 tokenSeed, uint256 bound, uint256 past) external observed {
        ILeveragedToken token = _token(tokenSeed);
        Sight memory s = world.look(token);
        if (!s.priced || s.position.size == 0 || s.equity == 0) return;
        if (s.target == 1e18) return _riseQuietly(s, past);
        uint256 leverage = _bound(token, SignedMath.abs(s.target), bound % 5);
        int256 price =
            leverage == 0
                ? int256(token.account().liquidationPrice(s.market, address(token)))
                : _triggerPrice(s, int256(leverage));
        if (price <= 0) return;
        // Up to half a percent further the same way.
        int256 further = (price * int256(_within(past, 0, 0.005e18))) / 1e18;
        price += price > int256(s.position.price) ? further : -further;
        _publish(world.indexOf(s.market), price / 1e10);
        world.did("price meets a bound");
        if (past % 3 == 0) _keeper.rebalance(_indexOf(token), false);
    }

    /// @dev No price moves the leverage of a one times long. In days without funding nothing but a rise happens to it, which
    /// uses up what its account may win, until it is marked anew.
    function _riseQuietly(Sight memory s, uint256 past) private {
        uint256 which = _indexOf(s.token);
        (bool ok, ) = _govern(address(venue), abi.encodeCall(VenueScenario.setBaseFunding, (s.market, 0)));
        if (!ok) return;
        for (uint256 day = 0; day < 2; ++day) {
            world.nextDay();
            if (day == 1) _move(world.indexOf(s.market), int256(_within(past, 0.4e18, 0.9e18)));
            _keeper.rebalance(which, false);
        }
        world.did("price rises quietly");
    }

    /// @dev {1} Unsigned, WAD; 0 stands for liquidation.
    function _bound(ILeveragedToken token, uint256 target, uint256 which) private view returns (uint256) {
        (uint256 lower, uint256 upper, uint256 emergency) = token.policy().bands();
        if (which == 0) return (target * lower) / 1e18;
        if (which == 1) return (target * upper) / 1e18;
        if (which == 2) return (target * emergency) / 1e18;
        return which == 3 ? 28e18 : 0;
    }

    /// @dev {usd/base} Where |Q| P' / (E + Q (P' - P)) is `leverage`; 0 or less where no price is.
    function _triggerPrice(Sight memory s, int256 leverage) private pure returns (int256) {
        int256 size = s.position.size;
        int256 free = int256(s.equity) - (size * int256(s.position.price)) / 1e18;
        int256 slope = (int256(SignedMath.abs(size)) * 1e18 - leverage * size) / 1e18;
        return slope == 0 ? int256(0) : (leverage * free) / slope;
    }

    function _indexOf(ILeveragedToken token) private view returns (uint256 which) {
        ILeveragedToken[] memory all = world.tokens();
        while (address(all[which]) != address(token)) ++which;
    }

    function _move(uint256 seed, int256 change) private {
        uint256 market = seed % world.marketCount();
        _publish(market, (world.lastAnswer(market) * (1e18 + change)) / 1e18);
    }

    /// @dev Neither dust nor the moon: a run must not end where prices have no digits left.
    function _publish(uint256 market, int256 answer) private {
        if (answer < 1e8) answer = 1e10;
        if (answer > 1e15) answer = 1e12;
        world.publish(market, answer);
    }
}
