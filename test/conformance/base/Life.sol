// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Action} from "../../../contracts/types/Rebalance.sol";
import {Fees, Limits, Phase} from "../../../contracts/types/Token.sol";
import {VM} from "../../invariant/base/IVm.sol";
import {Way, Ways} from "./Ways.sol";

/// @dev How a token may be found. Only the first six can be minted, and only within the emergency band; all but the last
/// three can be redeemed.
enum Condition {
    Quiet,
    Gained,
    Lost,
    Unfinished,
    Empty,
    Dust,
    Paused,
    Full,
    BeyondEmergency,
    NearBankruptcy,
    Liquidated,
    WipedOut,
    SettledByGap,
    SettledByWindDown,
    SettledByOutage,
    Stale,
    Dead,
    Halted
}

/// @title Life
/// @notice What happens to a token between two calls: profit, loss, funding, fees, a rebalance, other holders, and
/// every condition it may end in.
abstract contract Life is Ways {
    uint256 internal constant CONDITIONS = uint256(type(Condition).max) + 1;

    /// @dev Draws a token and lets it live a little: any fees, profit or loss, then time with funding and maybe a
    /// rebalance, another holder's coming or going, and another move. Still mintable and redeemable after it.
    function live(uint256 seed) internal {
        sow(seed);
        enter(draw(0, worlds.length - 1));
        drawFees();
        drawMove();
        uint256 event_ = draw(0, 3);
        if (event_ == 0) drawFunding();
        if (event_ <= 1) {
            pass(draw(1, 2 days));
            if (token.previewRebalance().action == Action.Trade) token.rebalance();
        }
        if (event_ == 2) go(Way.Deposit, BOB, drawAmount(100_000 * dollar) + dollar);
        if (event_ == 3) go(Way.Redeem, BOB, drawShares(BOB));
        drawMove();
    }

    /// @dev Any fees within their hard caps.
    function drawFees() internal {
        factory.setFees(token, Fees(uint24(draw(0, 100_000)), uint16(draw(0, 10_000)), uint16(draw(0, 10_000))));
    }

    /// @dev NAV gains up to 30 % or loses up to 10 %, which keeps it within the emergency band.
    function drawMove() internal {
        _profit(int256(draw(0, 0.4e18)) - 0.1e18);
    }

    /// @dev Either side pays.
    function drawFunding() internal {
        int256 rate = int256(draw(0, 2e11)) - 1e11;
        venue.setBaseFunding(market.id, int48(rate));
    }

    /// @dev Brings the drawn token into `condition`.
    function bring(Condition condition) internal {
        if (condition == Condition.Gained) _profit(0.25e18);
        if (condition == Condition.Lost) _profit(-0.15e18);
        if (condition == Condition.Unfinished) _leaveUnfinished();
        if (condition == Condition.Empty || condition == Condition.Dust) _empty();
        if (condition == Condition.Dust) go(Way.Deposit, ALICE, dollar / 2_000);
        if (condition == Condition.Paused) {
            VM.prank(GUARDIAN);
            factory.pauseMint(token);
        }
        if (condition == Condition.Full) factory.setLimits(token, Limits(0, ANY_TRADE));
        if (condition == Condition.BeyondEmergency) moveToLeverage(12);
        if (condition == Condition.NearBankruptcy) moveToLeverage(900);
        if (condition == Condition.Liquidated) {
            moveToLeverage(40);
            venue.liquidate(market.id, address(token));
        }
        if (condition == Condition.WipedOut || condition == Condition.SettledByGap) _wipeOut();
        if (condition == Condition.SettledByGap) token.settle();
        if (condition == Condition.SettledByWindDown) factory.windDown(token, 0);
        if (condition == Condition.SettledByOutage) _settleDead();
        if (condition == Condition.Stale) passSilently(MAX_AGE + 1);
        if (condition == Condition.Dead) market.feed.setFailing(true);
        if (condition == Condition.Halted) venue.setScenario(market.id, true, false, 0);
    }

    /// @dev Whether a token found so can be minted. Losses add up: one more may end beyond the emergency band. An empty
    /// fund has no leverage, and dust counts as empty.
    function isMintable(Condition condition) internal view returns (bool) {
        if (condition == Condition.Empty || condition == Condition.Dust) return true;
        return condition < Condition.Empty && !isBeyondEmergency();
    }

    /// @dev Whether real leverage forbids to mint.
    function isBeyondEmergency() internal view returns (bool) {
        return SignedMath.abs(token.leverage()) > emergencyLeverage();
    }

    /// @dev {1} The most real leverage at which the token can be minted, WAD.
    function emergencyLeverage() internal view returns (uint256) {
        return (SignedMath.abs(token.targetLeverage()) * token.reading().emergencyBand) / 1e18;
    }

    /// @dev Whether a token found so can be redeemed.
    function isRedeemable(Condition condition) internal pure returns (bool) {
        return condition < Condition.Stale;
    }

    /// @dev Whether a token found so has no money left, but still shares.
    function isWorthless(Condition condition) internal pure returns (bool) {
        return condition == Condition.WipedOut || condition == Condition.SettledByGap;
    }

    /// @dev Moves the price against the fund until real leverage is `times` {1, whole}: by (T - L) / (L (1 - T)). Funding is
    /// accrued first, as what is pending would move with the price.
    function moveToLeverage(int256 times) internal {
        venue.setBaseFunding(market.id, 0);
        int256 real = token.leverage();
        int256 bound = real > 0 ? times * 1e18 : -times * 1e18;
        movePrice(market, ((bound - real) * 1e18) / ((real * (1e18 - bound)) / 1e18));
    }

    /// @dev Moves the price until NAV has gained `profit` {1}, WAD. A short that has gained a lot has not that much left to
    /// gain: its price falls by no more than nine tenths.
    function _profit(int256 profit) private {
        int256 change = (profit * 1e18) / token.leverage();
        movePrice(market, change < -0.9e18 ? -0.9e18 : change);
    }

    function _wipeOut() private {
        int256 real = token.leverage();
        int256 change = -1.1e36 / real;
        // A long of hardly more than 1x is lost only where the price nears zero: between 1 / L and all of it.
        if (change < -0.95e18) change = -(1e18 + 1e36 / real) / 2;
        movePrice(market, change);
    }

    /// @dev A profit or loss of 0.3 / |L - 1| takes the position three tenths of equity further away from target: more than
    /// the smallest chunk there is. A loss raises leverage.
    function _leaveUnfinished() private {
        factory.setLimits(token, Limits(ANY_CAPACITY, 1_000));
        int256 target = token.targetLeverage();
        int256 profit = 0.3e36 / int256(SignedMath.abs(target - 1e18));
        _profit(SignedMath.abs(token.leverage()) > SignedMath.abs(target) ? -profit : profit);
        pass(1 days);
        token.rebalance();
        expect(token.state().phase == Phase.Unfinished, "an unfinished rebalance");
    }

    function _empty() private {
        go(Way.Redeem, BOB, token.balanceOf(BOB));
        go(Way.Redeem, ALICE, token.balanceOf(ALICE));
    }

    /// @dev A clock that is to run through its three days is reported in each half of them.
    function _settleDead() private {
        market.feed.setFailing(true);
        for (uint256 day = 0; day < 3; ++day) {
            venue.reportOutage(market.id);
            passSilently(1 days);
        }
        passSilently(1);
        token.settle();
    }
}
