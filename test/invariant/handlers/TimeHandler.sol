// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Account} from "../../../contracts/mocks/venue/VenueMath.sol";
import {ILeveragedToken} from "../../../contracts/interfaces/ILeveragedToken.sol";
import {VenueScenario} from "../../../contracts/mocks/venue/VenueScenario.sol";
import {VenueState} from "../../../contracts/mocks/venue/VenueState.sol";
import {Phase, TokenState} from "../../../contracts/types/Token.sol";
import {ExactExp} from "../base/ExactExp.sol";
import {Invariant} from "../base/Invariant.sol";
import {TestSystem} from "../base/TestSystem.sol";
import {World} from "../base/World.sol";
import {Handler} from "./Handler.sol";

/// @title TimeHandler
/// @notice Time that passes at one price, with feeds that speak and feeds that fall silent, and funding rates. While the
/// price stands still whatever an account gains or loses is funding, so this is where it is measured.
contract TimeHandler is Handler {
    constructor(World world_) Handler(world_) {}

    function actions() public pure override returns (bytes32[] memory names) {
        names = new bytes32[](6);
        names[0] = "seconds pass";
        names[1] = "hours pass";
        names[2] = "days pass";
        names[3] = "months of silence";
        names[4] = "funding rate";
        names[5] = "funding flowed";
    }

    function pass(uint256 elapsed, uint256 kind) external observed {
        kind %= 3;
        if (kind == 0) _pass(_within(elapsed, 1, 120), elapsed);
        else if (kind == 1) _pass(_within(elapsed, 10 minutes, 12 hours), elapsed);
        else _pass(_within(elapsed, 1 days, 7 days), elapsed);
        bytes32[3] memory names = [bytes32("seconds pass"), "hours pass", "days pass"];
        world.did(names[kind]);
    }

    /// @dev Now and then nobody does anything and no feed speaks for months, until they all do, or one stays silent.
    function fund(uint256 what, uint256 marketSeed, int256 rate) external observed {
        if (what % 5 != 0) return _fundingRate(marketSeed, rate);
        world.wait_(_within(what >> 8, 30 days, 120 days));
        _repeatAll(marketSeed % 2 == 0 ? type(uint256).max : (marketSeed >> 1) % world.marketCount());
        world.did("months of silence");
    }

    function _fundingRate(uint256 marketSeed, int256 rate) private {
        TestSystem.TestMarket memory market = world.marketAt(marketSeed % world.marketCount());
        if (!_isPriced(market)) return;
        // Mostly what exchanges charge: up to 0.1 % in eight hours.
        _setRate(market.id, int48(rate % (marketSeed % 3 == 0 ? int256(1e11) : int256(3.5e10 / 10))));
        world.did("funding rate");
    }

    /// @dev One market is watched while the time passes, every token's fee too; all feeds that live repeat their price.
    function _pass(uint256 elapsed, uint256 seed) private {
        TestSystem.TestMarket memory market = world.marketAt((seed >> 16) % world.marketCount());
        bool wasPriced = _isPriced(market);
        int256[] memory before;
        if (wasPriced) {
            _touch(market.id);
            before = _worths(market.id);
        }
        VenueState.Market memory then = venue.marketState(market.id);
        ILeveragedToken[] memory all = world.tokens();
        uint256[] memory supplies = new uint256[](all.length);
        for (uint256 i = 0; i < all.length; ++i) supplies[i] = all[i].effectiveSupply();

        world.wait_(elapsed);
        _repeatAll(type(uint256).max - 1);

        for (uint256 i = 0; i < all.length; ++i) _check09_feeIsBounded(all[i], supplies[i]);
        if (wasPriced && _isPriced(market)) _check14_fundingIsPaid(market.id, before, then);
    }

    /// @dev Judged since the fee was last written down: fraction = 1 - base / now <= 1 - exp(-rate t), that is
    /// now <= base exp(rate t).
    function _check09_feeIsBounded(ILeveragedToken token, uint256 before) private view {
        TokenState memory state = token.state();
        uint256 grown = token.effectiveSupply();
        Invariant.atMost(9, "supply fell by itself", before, grown);
        if (state.phase == Phase.Settled) return Invariant.equal(9, "a settled token charged a fee", grown, before);
        uint256 base = token.totalSupply() + state.pendingFeeShares;
        uint256 x = (uint256(state.managementPpmPerYear) * (block.timestamp - state.feesAccruedAt) * 1e24) / 365 days;
        Invariant.atMost(9, "the management fee took too much", grown, (base * ExactExp.expUp(x + 1)) / 1e30);
        // 1 + x is less than exp(x); the series is cut down to a part in 1e15 of it at most.
        uint256 least = base + (base * (x / 1e12)) / 1e18;
        Invariant.atMost(9, "the management fee was forgotten", least, grown + grown / 1e15 + 2);
    }

    /// @dev Positive flows are received: each account's is -size * (index now - index then), rounded down. The pool, which
    /// is counterparty to the skew, pays -skew * (index now - index then); all else is one account's to another.
    function _check14_fundingIsPaid(bytes32 id, int256[] memory before, VenueState.Market memory then) private {
        int256[] memory afterwards = _worths(id);
        _touch(id);
        int256 moved = int256(venue.marketState(id).funding.index) - then.funding.index;
        int256 most =
            int256(uint256(then.capacity.maxFundingPerSecond)) *
                int256(block.timestamp - then.funding.accruedAt) *
                int256(_price(id));
        most = most / 1e18 + 1;
        Invariant.holds(14, "funding beyond the maximum rate", moved <= most && -moved <= most);
        int256 received = 0;
        for (uint256 i = 0; i < before.length; ++i) received += afterwards[i] - before[i];
        int256 byPool = -(_skew(then) * moved) / 1e18;
        Invariant.holds(14, "more funding was received than paid", received <= byPool + int256(before.length));
        Invariant.holds(14, "more funding was paid than received", received >= byPool - int256(before.length));
        if (moved != 0 && (then.openInterest.long != 0 || then.openInterest.short != 0)) world.did("funding flowed");
    }

    /// @dev {usd} Margin, profit and funding of every account of a market, debts and what no reserve covers included, what
    /// reserves cost left out, WAD. Each time the venue's own idea of equity is compared.
    function _worths(bytes32 id) private view returns (int256[] memory worths) {
        address[] memory owners = world.accounts();
        worths = new int256[](owners.length);
        int256 net = _net(id);
        uint256 rate = venue.marketState(id).capacity.reserveFeePerSecond;
        for (uint256 i = 0; i < owners.length; ++i) {
            Account memory acc = venue.account(id, owners[i]);
            int256 product = int256(acc.size) * (net - acc.mark);
            int256 gain = product / 1e18;
            if (product < 0 && product % 1e18 != 0) --gain;
            worths[i] = int256(uint256(acc.margin) * world.unit()) + gain;
            int256 most = int256(uint256(acc.reserve)) * 1e12;
            int256 equity = gain > most ? worths[i] - gain + most : worths[i];
            // A reserve is in millionths of a dollar, its cost is rounded up.
            equity -= int256((acc.reserve * rate * (block.timestamp - acc.markedAt) + 1e6 - 1) / 1e6);
            uint256 said = venue.position(id, owners[i]).equity;
            Invariant.equal(
                14,
                "equity is not margin, profit, funding and fee",
                said,
                equity > 0 ? uint256(equity) : 0
            );
        }
    }

    /// @dev {usd/base} Price less funding index now, both worked out anew.
    function _net(bytes32 id) private view returns (int256) {
        VenueState.Market memory market = venue.marketState(id);
        int256 price = int256(_price(id));
        int256 skew = (_skew(market) * price) / 1e18;
        int256 rate = market.capacity.baseFundingPerSecond;
        rate +=
            (int256(uint256(market.capacity.skewFundingPerSecond)) * skew) /
            (int256(uint256(market.capacity.depth)) * 1e18);
        int256 most = int256(uint256(market.capacity.maxFundingPerSecond));
        if (rate > most) rate = most;
        if (rate < -most) rate = -most;
        int256 elapsed = int256(block.timestamp - market.funding.accruedAt);
        return price - market.funding.index - (rate * elapsed * price) / 1e18;
    }

    /// @dev {base} Long less short.
    function _skew(VenueState.Market memory market) private pure returns (int256) {
        return int256(uint256(market.openInterest.long)) - int256(uint256(market.openInterest.short));
    }

    function _price(bytes32 id) private view returns (uint256 price) {
        (price, ) = venue.terms(id).oracle.price();
    }

    /// @dev An expired market has no funding.
    function _isPriced(TestSystem.TestMarket memory market) private view returns (bool) {
        if (world.isExpired(market.id)) return false;
        try market.oracle.price() returns (uint256, uint256) {
            return true;
        } catch {
            return false;
        }
    }

    /// @dev Accrues funding to now by setting the rate it has.
    function _touch(bytes32 id) private {
        _setRate(id, venue.marketState(id).capacity.baseFundingPerSecond);
    }

    function _setRate(bytes32 id, int48 rate) private {
        (bool ok, bytes memory result) = _govern(
            address(venue),
            abi.encodeCall(VenueScenario.setBaseFunding, (id, rate))
        );
        if (!ok) revert Invariant.UnexpectedRevert("set base funding", result);
    }

    /// @dev Every feed says its last price again, as a real one would; but one that is dead, or `silent`, does not.
    function _repeatAll(uint256 silent) private {
        for (uint256 i = 0; i < world.marketCount(); ++i) {
            if (i == silent) continue;
            if (silent == type(uint256).max - 1 && world.isDead(i)) continue;
            world.repeat(i);
        }
    }
}
